using MetaRL.Configuration;
using MetaRL.Configuration.Yaml;
using Xunit;

namespace MetaRL.Tests.Configuration;

/// <summary>Every broken rule is one line: file, line, rule, value, cure.</summary>
public sealed class BadExperimentFileTests
{
    private const string Head = "name: x\nfamily: {name: point-navigation}\n"; // what follows it begins on line 3

    [Theory]
    [InlineData("{gaol_x: 1}", "The family 'point-navigation' has no parameter 'gaol_x'; did you mean 'goal_x'?")]
    [InlineData(
            "{goal_x: 1e39}",
            "family.tasks.goal_x must be 0 or from 1.5E-45 to 3.4E+38 in magnitude, as 32 bits hold it, but is 1e39.")]
    [InlineData(
        "{goal_x: -1e-60}",
        "family.tasks.goal_x must be 0 or from 1.5E-45 to 3.4E+38 in magnitude, as 32 bits hold it, but is -1e-60.")]
    [InlineData("{goal_x: tarin}", "family.tasks.goal_x must be a number, train or a section, but is tarin.")]
    [InlineData(
            "{goal_x: {}}", "family.tasks.goal_x must have one of range, log_uniform, normal, values, but has none.")]
    [InlineData(
            "{goal_x: {range: [2, 1]}}",
            "family.tasks.goal_x.range must be two numbers, the lower one first, such as [0.5, 2].")]
    [InlineData(
            "{goal_x: {normal: [0, 0]}}",
            "family.tasks.goal_x.normal must be a mean and a standard deviation above 0, such as [1, 0.2].")]
    [InlineData("{goal_x: {values: []}}", "family.tasks.goal_x.values must hold at least one value, but is [].")]
    [InlineData(
            "{goal_x: {range: [0, 1], step: 2}}",
            "Unknown key 'step' in family.tasks.goal_x; the keys are range, log_uniform, normal, values,"
            + " extrapolation.")]
    public void Parse_BrokenTasksOfAFamily_AreOneLine(string tasks, string expected) => Assert.Equal(
        $"x.yaml:4: {expected}",
        Assert.Throws<ConfigurationException>(
            () => ExperimentFile.Parse(
                $"name: x\nfamily:\n  name: point-navigation\n  tasks: {tasks}\n", "x.yaml", [])).Message);

    [Theory]
    [InlineData("inner:\n  updates: 0", "4: inner.updates must be from 1 to 1000, but is 0.")]
    [InlineData("inner:\n  updates: 1.5", "4: inner.updates must be a whole number, but is 1.5.")]
    [InlineData("inner:\n  updates: [1]", "4: inner.updates must be a single value, but is [1].")]
    [InlineData("training:\n  tasks: 99999999999", "4: training.tasks must be at most 2147483647, but is 99999999999.")]
    [InlineData("inner:\n  updates: 1001", "4: inner.updates must be from 1 to 1000, but is 1001.")]
    [InlineData("inner:\n  updates:", "4: inner.updates has no value; give it one, or remove the key for the default.")]
    [InlineData("inner:\n  step_size: 0", "4: inner.step_size must be greater than 0, but is 0.")]
    [InlineData("inner:\n  step_size: .nan", "4: inner.step_size must be a number, but is .nan.")]
    [InlineData("inner:\n  step_size: 1e999", "4: inner.step_size must be a number, but is 1e999.")]
    [InlineData(
        "inner:\n  later_step_size: 1e308",
        "4: inner.later_step_size must be 0 or from 1.5E-45 to 3.4E+38 in magnitude, as 32 bits hold it, but is"
        + " 1e308.")]
    [InlineData(
        "inner:\n  step_size: 1e30\n  later_step_size: 1e-30",
        "5: inner.later_step_size must be from 1.5E-45 to 3.4E+38 times step_size, 1E+30, but is 1E-30.")]
    [InlineData(
        "algorithms:\n  rl2: {ppo: {step_size: 1e-300}}",
        "4: algorithms.rl2.ppo.step_size must be 0 or from 1.5E-45 to 3.4E+38 in magnitude, as 32 bits hold it, but is"
        + " 1e-300.")]
    [InlineData("inner:\n  step_size: 0,1", "4: inner.step_size must be a number, but is 0,1.")]
    [InlineData("inner:\n  gamma: 1.01", "4: inner.gamma must be from 0 to 1, but is 1.01.")]
    [InlineData("inner:\n  gama: 0.9", "4: Unknown key 'gama' in inner; did you mean 'gamma'?")]
    [InlineData("inner:\n  step-size: 0.9", "4: Unknown key 'step-size' in inner; did you mean 'step_size'?")]
    [InlineData(
        "compute:\n  gpus: 2",
        "4: Unknown key 'gpus' in compute; the keys are device, threads, chunk_tasks, kernels, memory.")]
    [InlineData(
        "inner:\n  baseline: linaer",
        "4: inner.baseline must be linear or none, but is linaer; did you mean 'linear'?")]
    [InlineData(
        "inner:\n  algorithm: poo",
        "4: inner.algorithm must be policy-gradient, actor-critic, ppo, q-learning or deep-q-learning, but is poo; did"
        + " you mean 'ppo'?")]
    [InlineData(
        "inner:\n  algorithm: q-learning",
        "4: inner.algorithm needs discrete actions, but those of point-navigation are a box of 2 in [-0.1, 0.1];"
        + " policy-gradient fits.")]
    [InlineData("inner: {algorithm: ppo, clip: 0}", "3: inner.clip must be greater than 0, but is 0.")]
    [InlineData(
        "training: {objective: inner-loss}\nouter: {optimizer: trpo}",
        "4: The outer optimizer of maml must be adam or sgd where training.objective is inner-loss, but is trpo, whose"
        + " steps are for returns.")]
    [InlineData(
        "training: {objective: inner-loss}\nalgorithms: {promp: {}}",
        "4: promp is about returns: training.objective must be return, but is inner-loss; set it, or remove promp.")]
    [InlineData(
        "inner:\n  normalize_advantages: yes",
        "4: inner.normalize_advantages must be true or false, but is yes.")]
    [InlineData(
        "training:\n  curriculum: {levels: 3}",
        "4: training.curriculum must have either every_iterations or advance_at.")]
    [InlineData("inner: 5", "3: inner must be a section of keys, but is 5.")]
    [InlineData(
        "inner:\n  gamma: 0.9\n  gamma: 0.8",
        "5: The key 'gamma' is already given at x.yaml:4; remove one of them.")]
    [InlineData("training: {curiculum: 1}", "3: Unknown key 'curiculum' in training; did you mean 'curriculum'?")]
    [InlineData(
        "training: {curriculum: {advanceat: 2}}",
        "3: Unknown key 'advanceat' in training.curriculum; did you mean 'advance_at'?")]
    [InlineData("evaluation: {taskset: f.json}", "3: Unknown key 'taskset' in evaluation; did you mean 'task_set'?")]
    [InlineData("experimets: []", "3: Unknown key 'experimets' in the file; did you mean 'experiments'?")]
    [InlineData("traning: {}", "3: Unknown key 'traning' in the file; did you mean 'training'?")]
    [InlineData("name: y", "3: The key 'name' is already given at x.yaml:1; remove one of them.")]
    [InlineData("seeds: 1", "3: seeds must be a list such as [1, 2], but is 1.")]
    [InlineData("seeds: []", "3: seeds must hold at least one seed, but is [].")]
    [InlineData("seeds: [1, 2, 1]", "3: seeds must be different from each other, but 1 is there twice.")]
    [InlineData("seeds: [1, -2]", "3: seeds[1] must be at least 0, but is -2.")]
    [InlineData("policy: {hidden: [64, 0]}", "3: policy.hidden[1] must be from 1 to 65536, but is 0.")]
    [InlineData(
            "algorithms: {rl2: {hidden: 2147483647}}",
            "3: algorithms.rl2.hidden must be from 1 to 65536, but is 2147483647.")]
    [InlineData("policy: {initial_std: 0}", "3: policy.initial_std must be greater than 0, but is 0.")]
    [InlineData("policy: {activation: sigmoid}", "3: policy.activation must be tanh or relu, but is sigmoid.")]
    [InlineData("training: {tasks: 0}", "3: training.tasks must be at least 1, but is 0.")]
    [InlineData("outer: {optimizer: lbfgs}", "3: outer.optimizer must be trpo, ppo, adam or sgd, but is lbfgs.")]
    [InlineData(
        "outer: {optimizer: adam, max_kl: 1}",
        "3: Unknown key 'max_kl' in outer; the keys are optimizer, step_size, beta1, beta2, epsilon, schedule,"
        + " max_gradient_norm.")]
    [InlineData(
        "outer: {line_search_backtrack: 1}",
        "3: outer.line_search_backtrack must be greater than 0 and less than 1, but is 1.")]
    [InlineData("algorithms:\n  mamml: {}", "4: There is no algorithm 'mamml'; did you mean 'maml'?")]
    [InlineData(
        "algorithms:\n  mine: {}",
        "4: There is no algorithm 'mine'; there are maml, fomaml, reptile, meta-sgd, anil, cavia, promp, rl2,"
        + " varibad, pearl, algorithm-distillation, dpt, multi-task, sac, random, oracle, robust, from-scratch,"
        + " specialist, classical."
        + " Under a name of your own, say which: 'mine: {algorithm: maml}'.")]
    [InlineData(
        "algorithms:\n  mine: {algorithm: other}",
        "4: There is no algorithm 'other'; there are maml, fomaml, reptile, meta-sgd, anil, cavia, promp, rl2,"
        + " varibad, pearl, algorithm-distillation, dpt, multi-task, sac, random, oracle, robust, from-scratch,"
        + " specialist, classical.")]
    [InlineData(
        "algorithms:\n  mine: {algorithm: }",
        "4: algorithms.mine.algorithm has no value; give it one, such as 'algorithm: maml'.")]
    [InlineData(
        "algorithms:\n  maml: {algorithm: }",
        "4: algorithms.maml.algorithm has no value; give it one, or remove the key for the default.")]
    [InlineData(
        "algorithms:\n  a/b: {algorithm: maml}",
        "4: A name must be letters, digits, '-' and '_', with a letter or digit first, but this is 'a/b'.")]
    [InlineData(
        "algorithms:\n  plots: {algorithm: maml}",
        "4: An algorithm cannot be named 'plots': an experiment has a folder of that name.")]
    [InlineData(
        "algorithms:\n  random: {order: first}",
        "4: algorithms.random.order has no meaning: the order of random cannot be chosen; remove the key.")]
    [InlineData(
        "algorithms:\n  random: {outer: {}}",
        "4: algorithms.random.outer has no meaning: random does not train; remove the key.")]
    [InlineData(
        "algorithms:\n  rl2: {outer: {}}",
        "4: algorithms.rl2.outer has no meaning: rl2 has an optimiser of its own; remove the key.")]
    [InlineData(
        "algorithms:\n  rl2: {hiden: 64}",
        "4: Unknown key 'hiden' in algorithms.rl2; did you mean 'hidden'?")]
    [InlineData(
        "algorithms:\n  rl2: {ppo: {reward_weight: 1}}",
        "4: 'sees: transition' and 'reward_weight' need discrete actions, which point-navigation has not; remove the"
        + " keys.")]
    [InlineData(
        "algorithms:\n  rl2: {memory_span: 1}",
        "4: algorithms.rl2.memory_span must be 0 or at least 2, but is 1.")]
    [InlineData(
        "algorithms:\n  rl2: {memory: elephant}",
        "4: algorithms.rl2.memory must be gru, lstm or transformer, but is elephant.")]
    [InlineData(
        "algorithms:\n  rl2: {memory: transformer, memory_span: 9}",
        "4: algorithms.rl2.memory_span has no meaning: a transformer has no gates; remove the key.")]
    [InlineData(
        "algorithms:\n  rl2: {memory: lstm, heads: 2}",
        "4: algorithms.rl2.heads has no meaning: only a transformer has it; remove the key.")]
    [InlineData(
        "algorithms:\n  rl2: {memory: transformer, hidden: 20}",
        "4: Each of 4 attention heads takes an even share of 20 units, which they do not divide; make"
        + " algorithms.rl2.hidden a multiple of 8.")]
    [InlineData(
        "algorithms:\n  rl2: {sees: everything}",
        "4: algorithms.rl2.sees must be action or transition, but is everything.")]
    [InlineData(
        "algorithms:\n  rl2: {ppo: {clip: 0}}",
        "4: algorithms.rl2.ppo.clip must be greater than 0, but is 0.")]
    [InlineData(
        "algorithms:\n  varibad: {outer: {}}",
        "4: algorithms.varibad.outer has no meaning: varibad has an optimiser of its own; remove the key.")]
    [InlineData(
        "algorithms:\n  varibad: {ppo: {reward_weight: 1}}",
        "4: 'reward_weight' is for rl2, varibad's decoder predicts rewards anyway; remove the key.")]
    [InlineData(
        "algorithms:\n  varibad: {decoder: {heads: true}}",
        "4: Heads are one for each number of a one-hot observation, which this family has not; set family.observation"
        + " to one-hot, or heads to false.")]
    [InlineData(
        "algorithms:\n  varibad: {decoder: {heads: maybe}}",
        "4: algorithms.varibad.decoder.heads must be true or false, but is maybe.")]
    [InlineData(
        "algorithms:\n  varibad: {belief: {replay: 1000000}}",
        "4: The replay of 1000000 trials would take 10 GB, and may take 4; set belief.replay lower.")]
    [InlineData(
        "algorithms:\n  varibad: {belief: {replay: 0}}",
        "4: algorithms.varibad.belief.replay must be from 1 to 1000000, but is 0.")]
    [InlineData(
        "algorithms:\n  pearl: {outer: {}}",
        "4: algorithms.pearl.outer has no meaning: pearl has an optimiser of its own; remove the key.")]
    [InlineData(
        "algorithms:\n  pearl: {exploration_episodes: 0}",
        "4: algorithms.pearl.exploration_episodes must be from 1 to 1000, but is 0.")]
    [InlineData(
        "algorithms:\n  pearl: {target_entropy: -1}",
        "4: 'target_entropy' is for a temperature that is learnt; set learn_temperature to true, or remove the key.")]
    [InlineData(
        "algorithms:\n  pearl: {replay: 2000000}",
        "4: Replay and contexts of 100 tasks would take 6 GB, and may take 4; set replay or training_tasks lower.")]
    [InlineData(
        "algorithms:\n  sac: {target_rate: 0}",
        "4: algorithms.sac.target_rate must be greater than 0 and at most 1, but is 0.")]
    [InlineData(
        "algorithms:\n  sac: {latent: 5}",
        "4: Unknown key 'latent' in algorithms.sac; the keys are algorithm, episodes, training_tasks, warmup_episodes,"
        + " gradient_steps, meta_batch, batch, replay, gamma, target_rate, reward_scale, temperature,"
        + " learn_temperature, deterministic_evaluation, target_entropy, step_size, beta1, beta2, epsilon, schedule,"
        + " max_gradient_norm.")]
    [InlineData(
        "training: {curriculum: {every_iterations: 1}}\nalgorithms:\n  sac: {}",
        "5: sac trains on a fixed set of tasks, which no curriculum spreads; remove training.curriculum, or sac.")]
    [InlineData(
        "algorithms:\n  maml: {outer: {max_kl: 0}}",
        "4: algorithms.maml.outer.max_kl must be greater than 0, but is 0.")]
    [InlineData(
        "algorithms:\n  fomaml: {order: second}",
        "4: algorithms.fomaml.order has no meaning: the order of fomaml cannot be chosen; remove the key.")]
    [InlineData(
        "algorithms:\n  anil: {estimator: e-maml}",
        "4: algorithms.anil.estimator has no meaning: anil does not credit the sampling before it adapts; remove the"
        + " key.")]
    [InlineData(
        "algorithms:\n  maml: {estimator: dice}",
        "4: algorithms.maml.estimator must be maml or e-maml, but is dice.")]
    [InlineData(
        "algorithms:\n  maml: {context: 5}",
        "4: Unknown key 'context' in algorithms.maml; the keys are algorithm, order, outer, estimator.")]
    [InlineData(
        "algorithms:\n  cavia: {context: 0}",
        "4: algorithms.cavia.context must be from 1 to 65536, but is 0.")]
    [InlineData(
        "algorithms:\n  cavia: {context: 2147483647}",
        "4: algorithms.cavia.context must be from 1 to 65536, but is 2147483647.")]
    [InlineData(
        "algorithms:\n  rl2: {episodes: 2147483647}",
        "4: algorithms.rl2.episodes must be from 1 to 65536, but is 2147483647.")]
    [InlineData(
        "algorithms:\n  specialist: {episodes: 2147483647}",
        "4: algorithms.specialist.episodes must be from 1 to 65536, but is 2147483647.")]
    [InlineData(
        "algorithms:\n  reptile: {outer: {optimizer: trpo}}",
        "4: algorithms.reptile.outer.optimizer must be sgd or adam, but is trpo.")]
    [InlineData(
        "algorithms:\n  promp: {outer: {optimizer: adam}}",
        "4: algorithms.promp.outer.optimizer must be ppo, but is adam.")]
    [InlineData(
        "outer: {optimizer: sgd, momentum: 1}",
        "3: outer.momentum must be at least 0 and less than 1, but is 1.")]
    [InlineData(
        "outer: {optimizer: adam, max_gradient_norm: 0}",
        "3: outer.max_gradient_norm must be greater than 0, but is 0.")]
    [InlineData(
        "outer: {optimizer: trpo, schedule: {shape: linear}}",
        "3: Unknown key 'schedule' in outer; the keys are optimizer, max_kl, cg_iterations, cg_damping,"
        + " line_search_steps, line_search_backtrack.")]
    [InlineData(
        "outer: {optimizer: adam, schedule: {shape: step}}",
        "3: outer.schedule.shape must be constant, linear, cosine or exponential, but is step.")]
    [InlineData(
        "outer: {optimizer: adam, schedule: {iterations: 10, warmup: 10}}",
        "3: outer.schedule.warmup must be from 0 to 9, but is 10.")]
    [InlineData(
        "outer: {optimizer: adam, schedule: {shape: exponential, final_ratio: 0}}",
        "3: outer.schedule.final_ratio must be greater than 0 and less than 1, but is 0.")]
    [InlineData(
        "outer: {optimizer: adam, schedule: {shape: constant, final_ratio: 0.1}}",
        "3: Unknown key 'final_ratio' in outer.schedule; the keys are shape, iterations, warmup.")]
    [InlineData(
        "policy: {initialization: zero}",
        "3: policy.initialization must be xavier, he or orthogonal, but is zero.")]
    [InlineData(
        "policy: {initialization: he, gain: 0}",
        "3: policy.gain must be greater than 0, but is 0.")]
    [InlineData(
        "algorithms: {}",
        "3: algorithms must name at least one algorithm; remove the key for the default comparison.")]
    [InlineData("algorithms: [maml]", "3: algorithms must be a section of keys, but is [maml].")]
    [InlineData(
        "evaluation: {split: maml-2018}",
        "3: evaluation.split must be test, train, interpolation, extrapolation, maml-2017 or standard-40, but is"
        + " maml-2018; did you mean 'maml-2017'?")]
    [InlineData(
        "evaluation: {split: maml-2017, tasks: 10}",
        "3: evaluation.tasks must be 40, all tasks of the split 'maml-2017' of point-navigation, but is 10.")]
    [InlineData("evaluation: {updates: -1}", "3: evaluation.updates must be from 0 to 1000, but is -1.")]
    [InlineData(
        "evaluation: {step_sizes: []}",
        "3: evaluation.step_sizes must hold at least one number, but is [].")]
    [InlineData("compute: {device: tpu}", "3: compute.device must be cpu, cuda, cuda:N or auto, but is tpu.")]
    [InlineData("compute: {threads: 0}", "3: compute.threads must be at least 1, but is 0.")]
    [InlineData("compute: {chunk_tasks: some}", "3: compute.chunk_tasks must be auto or a whole number, but is some.")]
    [InlineData(
        "compute: {memory: 4}",
        "3: compute.memory must be auto or a number with its unit, such as 500 MB or 4 GB, but is 4.")]
    [InlineData(
        "compute: {memory: -1 GB}",
        "3: compute.memory must be auto or a number with its unit, such as 500 MB or 4 GB, but is -1 GB.")]
    [InlineData("inner: {<<: 5}", "3: '<<' must be followed by an alias of a section, but is followed by 5.")]
    [InlineData("inner: *missing", "3: There is no anchor '&missing' above the alias '*missing'.")]
    [InlineData("inner: &loop {<<: *loop}", "3: There is no anchor '&loop' above the alias '*loop'.")]
    [InlineData("? [a]\n: 1", "3: A key must be a word, but here a list, a section or an alias stands before the ':'.")]
    [InlineData("inner: {gamma: 1", "3: This is not valid YAML: a ',' or the closing bracket is missing.")]
    [InlineData("inner: {gamma: 1\ntraining: {}", "4: This is not valid YAML: a '{' or '[' above is not closed.")]
    [InlineData(
            "evaluation: {step_sizes: [1, 2}", "3: This is not valid YAML: a ',' or the closing bracket is missing.")]
    [InlineData("inner: {gamma: 1}}", "3: This is not valid YAML: a key belongs here; align it with those above.")]
    [InlineData("inner:\n\tgamma: 1", "4: This is not valid YAML: a tab stands in the indentation; use spaces.")]
    [InlineData(
            "inner:\n  gamma: 1\n\tlambda: 1",
            "5: This is not valid YAML: a tab stands in the indentation; use spaces.")]
    [InlineData(
            "inner:\n  gamma: 1\n lambda: 1",
            "5: This is not valid YAML: a key belongs here; align it with those above.")]
    [InlineData(
        "inner: 1\n  gamma: 1",
        "4: This is not valid YAML: a ':' stands where no key can be; align the line with the keys above, or put a"
        + " value that holds ': ' in quotes.")]
    [InlineData("seeds:\n- 1\ninner", "5: This is not valid YAML: a ':' is missing behind the key.")]
    [InlineData(
            "compute: {device: 'cpu}\ntraining: {}",
            "4: This is not valid YAML: the quotation that begins on line 3 does not end.")]
    [InlineData(
            "compute: {device: \"cpu}\ntraining: {}",
            "4: This is not valid YAML: the quotation that begins on line 3 does not end.")]
    [InlineData(
            "compute: {device: @cpu}", "3: This is not valid YAML: a value cannot begin with '@'; put it in quotes.")]
    [InlineData(
            "compute: {device: \"a\\q\"}",
            "3: This is not valid YAML: the quotation has an escape that YAML does not know; write '...' for a text"
            + " with backslashes.")]
    [InlineData(
            "compute: &",
            "3: This is not valid YAML: after '&' and '*' comes a name of letters and digits, or put the value in"
            + " quotes.")]
    [InlineData(
        "---\nname: y",
        "3: A file holds one document, but a second one begins here; several experiments go under 'experiments:'.")]
    [InlineData("inner: {gamma: \"a\\nb\"}", "3: inner.gamma must be a number, but is a b.")]
    public void Parse_BrokenRule_IsOneLineWithItsPlace(string yaml, string expected) =>
        Assert.Equal($"x.yaml:{expected}", Message(Head + yaml));

    [Fact]
    public void Parse_AliasesOfAliases_AreRefusedBeforeTheyGrow()
    {
        var levels = Enumerable.Range(1, 8)
            .Select(level => $"l{level}: &l{level} [{string.Join(", ", Enumerable.Repeat($"*l{level - 1}", 9))}]\n");
        Assert.Equal(
            "x.yaml:7: Aliases may stand for 100000 values, but with '*l4' they stand for more; write less by aliases"
            + " of aliases.",
            Message($"name: x\nl0: &l0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n{string.Concat(levels)}"));
    }

    [Fact]
    public void Parse_LongListWithOneWrongNumber_IsOneShortLine() => Assert.Equal(
        "x.yaml:3: evaluation.step_sizes[199999] must be a number, but is x.",
        Message(Head + $"evaluation: {{step_sizes: [{string.Concat(Enumerable.Repeat("1, ", 199_999))}x]}}"));

    [Theory]
    [InlineData("{0}: 1")]
    [InlineData("inner: {{{0}: 1}}")]
    [InlineData("inner: {{gamma: {0}}}")]
    [InlineData("inner: {{updates: {0}}}")]
    [InlineData("inner: {{algorithm: {0}}}")]
    [InlineData("inner: {{normalize_advantages: {0}}}")]
    [InlineData("inner: [{0}, {0}]")]
    [InlineData("seeds: [{0}]")]
    [InlineData("policy: {{hidden: {0}}}")]
    [InlineData("algorithms: {{{0}: {{}}}}")]
    [InlineData("algorithms: {{maml: {{algorithm: {0}}}}}")]
    [InlineData("outer: {{optimizer: {0}}}")]
    [InlineData("evaluation: {{split: {0}}}")]
    [InlineData("compute: {{device: {0}}}")]
    [InlineData("compute: {{threads: {0}}}")]
    public void Parse_LongWrongText_IsQuotedShort(string yaml)
    {
        var message = Message(
            Head + string.Format(System.Globalization.CultureInfo.InvariantCulture, yaml, new string('x', 100_000)));
        Assert.InRange(message.Length, 20, 400);
    }

    [Fact]
    public void Parse_NameOf101Characters_SaysHowManyThereMayBe() => Assert.EndsWith(
        "xxx…' has 101.", Message($"name: {new string('x', 101)}\nfamily: {{name: point-navigation}}"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("family: {name: point-navigation}", "1: name is required; add for example 'name: point-navigation'.")]
    [InlineData("name:", "1: name has no value; give it one, such as 'name: point-navigation'.")]
    [InlineData(
        "name: x\nfamily: {name: }", "2: family.name has no value; give it one, such as 'name: point-navigation'.")]
    [InlineData("nam: x", "1: Unknown key 'nam' in the file; did you mean 'name'?")]
    [InlineData(
        "name: my run\nfamily: {name: point-navigation}",
        "1: A name must be letters, digits, '-' and '_', with a letter or digit first, but this is 'my run'.")]
    [InlineData(
        "name: x\nfamily: {name: point-navigation}\nevaluation: {task_set: ''}",
        "3: evaluation.task_set must be the name of a file, but is ''.")]
    [InlineData(
        "name: x\nfamily: {name: point-navigation}\nevaluation: {task_set: \"a\\0b\"}",
        "3: evaluation.task_set must be the name of a file, but is 'a\0b'.")]
    [InlineData("name: x", "1: family is required; add for example 'family: {name: point-navigation}'.")]
    [InlineData("name: x\nfamily: point-navigation", "2: family must be a section of keys, but is point-navigation.")]
    [InlineData(
        "name: x\nfamily: {horizon: 5}",
        "2: family.name is required; add for example 'name: point-navigation'.")]
    [InlineData("name: x\nfamily: {nmae: y}", "2: Unknown key 'nmae' in family; did you mean 'name'?")]
    [InlineData(
        "name: x\nfamily: {name: point-nav}",
        "2: There is no family 'point-nav'; there are acrobot, cart-pole, meta-cart-pole,"
        + " double-integrator, mountain-car, mountain-car-continuous,"
        + " pendulum, point-navigation, reacher, grid-navigation, windy-grid, slippery-grid, remapped-grid, maze,"
        + " key-door, dark-room, bandit,"
        + " tabular-mdp, recommendation, half-cheetah, half-cheetah-velocity, half-cheetah-direction, ant,"
        + " ant-velocity, ant-direction, ant-goal, hopper, walker.")]
    [InlineData(
        "name: x\nfamily: {name: grid-navigatoin}",
        "2: There is no family 'grid-navigatoin'; did you mean 'grid-navigation'?")]
    [InlineData(
        "name: x\nfamily: {name: point-navigation, size: 5}",
        "2: Unknown key 'size' in family; the keys are name, horizon, action_scale, sparse, tasks.")]
    [InlineData("name: x\nfamily: {name: bandit, task: 1}", "2: Unknown key 'task' in family; did you mean 'tasks'?")]
    [InlineData(
        "name: x\nfamily: {name: bandit, tasks: {p: 0.5}}",
        "2: The family 'bandit' has no parameter 'p', and none that can be set here; remove the key.")]
    [InlineData(
        "name: x\nfamily: {name: bandit}\ninner: {algorithm: deep-q-learning, zzz: 1}",
        "3: Unknown key 'zzz' in inner; the keys are algorithm, updates, step_size, later_step_size, gamma,"
        + " gradient_steps, loss, exploration, epsilon_first, epsilon_last, epsilon_rounds.")]
    [InlineData("name: x\nfamily: {name: bandit, arms: 0}", "2: family.arms must be from 1 to 1000, but is 0.")]
    [InlineData(
        "name: x\nfamily: {name: bandit, rewards: gausian}",
        "2: family.rewards must be bernoulli or gaussian, but is gausian; did you mean 'gaussian'?")]
    [InlineData(
        "name: x\nfamily: {name: recommendation, offered: 6, catalogue: 5}",
        "2: family.offered must be at most family.catalogue, 5, but is 6.")]
    [InlineData("name: x\nfamily: {name: tabular-mdp, states: 1}", "2: family.states must be from 2 to 50, but is 1.")]
    [InlineData("name: x\nfamily: {name: grid-navigation, size: 2}", "2: family.size must be from 3 to 100, but is 2.")]
    [InlineData(
        "name: x\nfamily: {name: grid-navigation, held_out_goals: 6}",
        "2: family.held_out_goals must be at most 5, every fourth of the grid's 21 goals, but is 6.")]
    [InlineData(
            "name: x\nfamily: {name: maze, size: 8}",
            "2: family.size must be odd, rooms with walls between them, but is 8.")]
    [InlineData("name: x\nfamily: {name: maze, size: 3}", "2: family.size must be from 5 to 100, but is 3.")]
    [InlineData(
        "name: x\nfamily: {name: maze, observation: view-7}",
        "2: family.observation must be view-3, view-5, position or one-hot, but is view-7; did you mean 'view-3'?")]
    [InlineData("name: x\nfamily: {name: maze, openings: 1.5}", "2: family.openings must be from 0 to 1, but is 1.5.")]
    [InlineData("name: x\nfamily: {name: maze, horizon: 10}", "2: family.horizon must be at least 32, but is 10.")]
    [InlineData(
            "name: x\nfamily: {name: slippery-grid, hole_probability: 0.5}",
            "2: family.hole_probability must be from 0 to 0.4, but is 0.5.")]
    [InlineData(
            "name: x\nfamily: {name: windy-grid, wind: false}",
            "2: All tasks would be the same; set one of slip, wind and remap to true.")]
    [InlineData(
            "name: x\nfamily: {name: remapped-grid, remap: false}",
            "2: All tasks would be the same; set one of slip, wind and remap to true.")]
    [InlineData("name: x\nfamily: {name: slippery-grid, slip: 2}", "2: family.slip must be true or false, but is 2.")]
    [InlineData(
        "name: x\nfamily: {name: slippery-grid, tasks: {slip: 1.2}}",
        "2: family.tasks.slip must be at least 0 and at most 1, but is 1.2.")]
    [InlineData(
        "name: x\nfamily: {name: key-door, tasks: {key_x: 4, key_y: 4}}",
        "2: family.tasks: None of 10000 draws of 'key-door' can be a task; the last one:"
        + " The start (4, 4), key, door, goal must be different cells.")]
    [InlineData("name: x\nfamily: {name: key-door, size: 2}", "2: family.size must be from 3 to 100, but is 2.")]
    [InlineData(
        "name: x\nfamily: {name: key-door, ends_at_the_door: true}",
        "2: Unknown key 'ends_at_the_door' in family; did you mean 'ends_at_door'?")]
    [InlineData(
        "name: x\nfamily: {name: cart-pole, tasks: {masspole: 0}}",
        "2: family.tasks.masspole must be above 0, but is 0.")]
    [InlineData(
        "name: x\nfamily: {name: acrobot, tasks: {link_moi: 1, LINK_MOI: train}}",
        "2: family.tasks.LINK_MOI must be given once, but 'link_moi' is there under two names.")]
    [InlineData(
        "name: x\nfamily: {name: grid-navigation}\nevaluation: {specialist: {}}",
        "3: evaluation.specialist is for families without an exact optimum, but grid-navigation has one; remove the"
        + " key.")]
    [InlineData(
        "name: x\nfamily: {name: dark-room, variant: key-to-door, observation: one-hot}\nalgorithms: {dpt: {}}",
        "3: dpt learns from exact optimal actions, which need a tabular family whose observations tell the state;"
        + " dark-room as it is set is none; remove the algorithm, or use 'observation: position' where that tells it.")]
    [InlineData(
        "name: x\nfamily: {name: recommendation}\nalgorithms: {algorithm-distillation: {}}",
        "3: algorithm-distillation learns from tabular Q-learning, which needs a tabular family, and recommendation is"
        + " none; remove the algorithm.")]
    [InlineData(
        "name: x\nfamily: {name: bandit}\nalgorithms: {algorithm-distillation: {source: {updates: 3}}}",
        "3: algorithms.algorithm-distillation.source.updates must be from 19 to 1000000, but is 3.")]
    [InlineData(
        "name: x\nfamily: {name: cart-pole}\nalgorithms: {sac: {}}",
        "3: sac needs continuous, bounded actions, but those of cart-pole are one of 2; remove the algorithm.")]
    [InlineData(
        "name: x\nfamily: {name: grid-navigation}\nalgorithms: {pearl: {}}",
        "3: pearl needs continuous, bounded actions, but those of grid-navigation are one of 5; remove the algorithm.")]
    [InlineData(
        "name: x\nfamily: {name: cart-pole}\nevaluation: {specialist: {population: 2}}",
        "3: evaluation.specialist.population must be from 4 to 65536, but is 2.")]
    [InlineData(
        "name: x\nfamily: {name: grid-navigation}\npolicy:\n  initial_std: 1",
        "4: policy.initial_std is for continuous actions, but those of grid-navigation are one of 5; remove the key.")]
    [InlineData("- name: x", "1: An experiment file must be keys and values, but is [a section].")]
    [InlineData("name: g\nexperiments: []", "2: experiments must be a list of sections, at least one, but is [].")]
    [InlineData(
        "name: g\nexperiments: {a: {}}",
        "2: experiments must be a list of sections, at least one, but is a section.")]
    [InlineData("name: g\nexperiments:\n  - seeds: [1]", "3: name is required; add for example 'name: cartpole'.")]
    [InlineData(
        "name: g\nfamily: {name: point-navigation}\nexperiments:\n  - name: a\n  - name: a",
        "5: The group already has an experiment 'a'; give this one another name.")]
    [InlineData(
        "name: g\nexperiments: [{name: a}]",
        "2: family is required; add for example 'family: {name: point-navigation}'.")]
    [InlineData(
        "name: g\ntrainin: {}\nexperiments: [{name: a}]",
        "2: Unknown key 'trainin' in the file; did you mean 'training'?")]
    public void Parse_BrokenFile_IsOneLineWithItsPlace(string yaml, string expected) =>
        Assert.Equal($"x.yaml:{expected}", Message(yaml));

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("null")]
    public void Parse_NothingWritten_SaysSo(string yaml) =>
        Assert.Equal("x.yaml: The file is empty; an experiment needs at least a name and a family.", Message(yaml));

    [Fact]
    public void Parse_EndlessNesting_IsRefused() =>
        Assert.Equal("x.yaml:1: Sections may be nested 50 deep, but these are deeper.", Message(new string('[', 60)));

    [Fact]
    public void Load_MissingFile_NamesItsNeighbour()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "cartpole.yaml"), "");
        var path = Path.Combine(folder, "cartpol.yaml");

        Assert.Equal($"{path}: There is no such file; did you mean {folder}/cartpole.yaml?", LoadMessage(path));
    }

    [Fact]
    public void Load_MissingFolder_SaysSo() =>
        Assert.Equal("nowhere/x.yaml: There is no such file.", LoadMessage("nowhere/x.yaml"));

    [Fact]
    public void Load_Directory_SaysSo()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;

        Assert.Equal($"{folder}: This is a directory; name the experiment file in it.", LoadMessage(folder));
    }

    private static string Message(string yaml) =>
        Assert.Throws<ConfigurationException>(() => ExperimentFile.Parse(yaml, "x.yaml", [])).Message;

    private static string LoadMessage(string path) =>
        Assert.Throws<ConfigurationException>(() => ExperimentFile.Load(path, [])).Message;
}
