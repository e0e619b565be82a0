using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace MetaRL.Tests.Compat;

/// <summary>Writes public members in the notation of the lists beside this file.</summary>
internal static class Signatures
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(int)] = "int",
        [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(nint)] = "nint", [typeof(float)] = "float",
        [typeof(uint)] = "uint", [typeof(ushort)] = "ushort", [typeof(nuint)] = "nuint", [typeof(char)] = "char",
        [typeof(double)] = "double", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    /// <summary>Every public type of the assembly with its members, but for the namespace of the extras.</summary>
    public static IEnumerable<(string Type, string Member)> Of(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        where type.Namespace != "TorchSharp.Extras"
        from member in Members(type)
        select (type.FullName!.Replace('+', '.'), member);

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name}={Enum.Format(type, Enum.Parse(type, name), "d")}");
        }

        if (type.IsInterface)
        {
            return [
                .. type.GetEvents(Declared).Select(e => $"event {Name(e.EventHandlerType!)} {e.Name};"),
                .. type.GetProperties(Declared).Select(property => Property(property)["public ".Length..]),
                .. type.GetMethods(Declared).Where(IsOrdinary).Select(InterfaceMethod),
            ];
        }

        return [
            .. type.GetConstructors(Declared).Select(c => $"public {type.Name}({Parameters(c)});"),
            .. type.GetFields(Declared).Select(Field),
            .. type.GetProperties(Declared).Where(IsPublic).Select(Property),
            .. type.GetMethods(Declared).Where(IsOrdinary).Select(Method),
        ];
    }

    private static bool IsPublic(PropertyInfo property) =>
        property.GetMethod is { IsPublic: true } || property.SetMethod is { IsPublic: true };

    private static bool IsOrdinary(MethodInfo method) =>
        !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Field(FieldInfo field)
    {
        var modifiers = (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        return $"public {modifiers}{Name(field.FieldType)} {field.Name};";
    }

    private static string Property(PropertyInfo property)
    {
        var isStatic = property.GetMethod is { IsStatic: true };
        var indices = property.GetIndexParameters();
        var name = indices.Length == 0 ? property.Name : $"this[{string.Join(", ", indices.Select(Parameter))}]";
        var get = property.GetMethod is { IsPublic: true } ? "get; " : "";
        var set = property.SetMethod is { IsPublic: true } ? "set; " : "";
        return $"public {(isStatic ? "static " : "")}{Name(property.PropertyType, property)} {name} {{ {get}{set}}};";
    }

    private static string Method(MethodInfo method)
    {
        var modifier = method.IsStatic ? "static " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
        var name = method.IsSpecialName ? $"operator({method.Name[3..]})" : method.Name;
        var constraints = "";
        if (method.IsGenericMethod)
        {
            name += $"<{string.Join(", ", method.GetGenericArguments().Select(t => t.Name))}>";
            constraints = string.Concat(method.GetGenericArguments().Select(Constraint));
        }

        var result = Name(method.ReturnType, method.ReturnParameter);
        return $"public {modifier}{result} {name}({Parameters(method)}){constraints};";
    }

    private static string InterfaceMethod(MethodInfo method) =>
        $"{Name(method.ReturnType)} {method.Name}({Parameters(method)});";

    private static string Constraint(Type argument)
    {
        var isUnmanaged = argument.GetCustomAttributesData().Any(a => a.AttributeType.Name == "IsUnmanagedAttribute");
        var isStruct = argument.GenericParameterAttributes.HasFlag(
            GenericParameterAttributes.NotNullableValueTypeConstraint);
        string[] parts = isUnmanaged ? ["unmanaged"]
            : isStruct ? ["struct"]
            : [.. argument.GetGenericParameterConstraints().Select(type => Name(type))];
        return parts.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", parts)}";
    }

    private static string Parameters(MethodBase method)
    {
        var prefix = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return prefix + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var suffix = parameter.HasDefaultValue ? " = " + Default(parameter) : "";
        var direction =
            !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        var type = parameter.ParameterType is { IsByRef: true } reference
            ? reference.GetElementType()!
            : parameter.ParameterType;
        return $"{prefix}{direction}{Name(type, parameter)} {parameter.Name}{suffix}";
    }

    private static string Default(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null when parameter.ParameterType is { IsValueType: true } type && Nullable.GetUnderlyingType(type) is null =>
            "default",
        null => "null",
        bool value => value ? "true" : "false",
        float value => value.ToString(CultureInfo.InvariantCulture) + "f",
        _ when parameter.ParameterType is { IsEnum: true } type =>
            $"{Name(type)}.{Enum.ToObject(type, parameter.DefaultValue)}",
        string value => $"\"{value}\"",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => value.ToString()!,
    };

    private static string Name(Type type) => Name(type, new Queue<string?>());

    private static string Name(Type type, ICustomAttributeProvider? source)
    {
        var names = (TupleElementNamesAttribute?)source?.GetCustomAttributes(typeof(TupleElementNamesAttribute), false)
            .SingleOrDefault();
        return Name(type, new Queue<string?>(names?.TransformNames ?? []));
    }

    private static string Name(Type type, Queue<string?> tupleNames)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsByRef)
        {
            return $"ref {Name(type.GetElementType()!, tupleNames)}";
        }

        if (type.IsPointer)
        {
            return $"{Name(type.GetElementType()!, tupleNames)}*";
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!, tupleNames)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying, tupleNames) + "?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsAssignableTo(typeof(ITuple)) && type.IsValueType)
        {
            return Tuple(type, tupleNames);
        }

        var isNested = type.IsNested && type.DeclaringType!.Name != "torch";
        var name = isNested ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        if (!type.IsGenericType)
        {
            return name;
        }

        var arguments = string.Join(", ", type.GetGenericArguments().Select(argument => Name(argument, tupleNames)));
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{arguments}>";
    }

    private static string Tuple(Type type, Queue<string?> names)
    {
        var elements = type.GetGenericArguments();
        string?[] own = [.. elements.Select(_ => names.TryDequeue(out var name) ? name : null)];
        var text = new StringBuilder("(");
        for (var i = 0; i < elements.Length; i++)
        {
            if (i > 0)
            {
                text.Append(", ");
            }

            text.Append(Name(elements[i], names));
            if (own[i] is not null)
            {
                text.Append(' ').Append(own[i]);
            }
        }

        return text.Append(')').ToString();
    }
}
