using MetaRL.Environments.Bandits;
using MetaRL.Environments.Control;
using MetaRL.Environments.Grids;
using MetaRL.Environments.Locomotion;
using MetaRL.Environments.Locomotion.Bodies;
using MetaRL.Environments.Tabular;
using MetaRL.Environments.Tasks;

namespace MetaRL.Viewer.Scenes;

/// <summary>Which scene shows a family.</summary>
public static class SceneRegistry
{
    /// <summary>A scene of one task; it keeps no tensor.</summary>
    /// <param name="family">Of the tasks.</param>
    /// <param name="tasks">N tasks.</param>
    /// <param name="index">Which of them.</param>
    public static IScene Create(TaskFamily family, TaskBatch tasks, int index)
    {
        var task = new TaskNumbers(tasks, index);
        return family switch
        {
            Gridworld grid => new GridScene(grid, task, grid.Maps(tasks.Slice(index, 1))[0]),
            PointNavigation points => new PointScene(points, task),
            DoubleIntegrator => new SlidingMassScene(task),
            CartPole or MetaCartPole => new CartPoleScene(task),
            Pendulum => new PendulumScene(task),
            MountainCar or MountainCarContinuous => new ValleyScene(family, task),
            Acrobot => new AcrobotScene(task),
            Reacher => new ArmScene(task),
            Bandit bandit => new BanditScene(bandit, task),
            TabularMdp mdp => new MdpScene(mdp, task),
            LocomotionFamily { Plan.Root: RootMotion.Planar } body => new RunnerScene(body, task),
            LocomotionFamily body => new CrawlerScene(body, task),
            Recommendation shop => new CardScene(shop, tasks, index),
            _ => new ObservationScene(family),
        };
    }
}
