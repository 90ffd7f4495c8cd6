using Cake.Core;

namespace Cake.Frosting.Tests;

/// <summary>What becomes of a build in which tasks succeed, fail, are skipped or depend on each other.</summary>
public class TaskTests
{
    [Test]
    public void Tasks_run_in_the_order_of_their_dependencies_and_are_reported()
    {
        var build = new Build().Task<Last>().Task<First>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Last"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "First", "Last" }));
            Assert.That(build.Report, Is.EqualTo(new[] { "First: Executed", "Last: Executed" }));
            Assert.That(build.Errors, Is.Empty);
        });
    }

    [Test]
    public void A_task_is_made_by_the_container_and_has_the_name_of_its_class_unless_it_has_another()
    {
        var build = new Build().Task<Injected>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Not-A-Class-Name"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "injected" }));
        });
    }

    [Test]
    public void Public_tasks_of_an_added_assembly_belong_to_the_build()
    {
        var build = new Build().With(host => host.AddAssembly(typeof(TaskTests).Assembly));

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Exported"), Is.Zero);
            Assert.That(build.Report, Is.EqualTo(new[] { "Exported: Delegated" }), "a task without Run only stands for its dependencies");
        });
    }

    [Test]
    public void An_assembly_that_is_added_twice_is_an_error()
    {
        var build = new Build().With(host => host.AddAssembly(typeof(TaskTests).Assembly).AddAssembly(typeof(TaskTests).Assembly));

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Exported"), Is.Not.Zero);
            Assert.That(build.Errors, Has.One.Contains("Another task with the name 'Exported' has already been added."));
        });
    }

    [Test]
    public void A_task_that_derives_from_no_class_of_Cake_Frosting_is_an_error()
    {
        var build = new Build().Task<OfItsOwn>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=OfItsOwn"), Is.Not.Zero);
            Assert.That(build.Errors, Has.One.Contains(nameof(FrostingTask)).And.One.Contains(nameof(AsyncFrostingTask)));
        });
    }

    [Test]
    public void A_task_on_another_context_by_way_of_a_class_in_between_is_an_error()
    {
        var build = new Build().Task<First>().Task<OnAnotherContextByItsBase>();

        Assert.That(build.Run("--target=First"), Is.Not.Zero);
    }

    [Test]
    public void A_dependee_runs_before_the_task_that_does_not_know_of_it()
    {
        var build = new Build().Task<First>().Task<BeforeFirst>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=First"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "BeforeFirst", "First" }));
        });
    }

    [Test]
    public void A_dependency_that_is_no_task_is_an_error()
    {
        var build = new Build().Task<DependentOnAString>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=DependentOnAString"), Is.Not.Zero);
            Assert.That(build.Errors, Has.One.Contains("'String'").And.One.Contains("not a valid task"));
        });
    }

    [Test]
    public void An_asynchronous_task_is_awaited()
    {
        var build = new Build().Task<Slow>().Task<AfterSlow>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=AfterSlow"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "slow begins", "slow ends", "after slow" }));
        });
    }

    [Test]
    public void A_task_that_throws_ends_the_build_and_what_comes_after_it_is_not_reported()
    {
        var build = new Build().Task<Failing>().Task<AfterFailing>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=AfterFailing"), Is.Not.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "Failing", "Failing: finally" }));
            Assert.That(build.Report, Is.EqualTo(new[] { "Failing: Failed" }));
            Assert.That(build.Errors, Has.Some.Contains("failed on purpose"));
        });
    }

    [Test]
    public void A_task_that_throws_asynchronously_ends_the_build()
    {
        var build = new Build().Task<FailingLater>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=FailingLater"), Is.Not.Zero);
            Assert.That(build.Report, Is.EqualTo(new[] { "FailingLater: Failed" }));
        });
    }

    [Test]
    public void ContinueOnError_goes_on_and_succeeds()
    {
        var build = new Build().Task<Tolerated>().Task<AfterTolerated>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=AfterTolerated"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "after tolerated" }));
            Assert.That(build.Report, Is.EqualTo(new[] { "Tolerated: Failed", "AfterTolerated: Executed" }));
        });
    }

    [Test]
    public void An_error_handler_that_returns_swallows_the_error_and_dependents_run()
    {
        var build = new Build().Task<Handled>().Task<AfterHandled>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=AfterHandled"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "handled: failed on purpose", "after handled" }));
            Assert.That(build.Report, Is.EqualTo(new[] { "Handled: Failed", "AfterHandled: Executed" }));
        });
    }

    [Test]
    public void An_error_handler_that_a_base_class_in_between_overrides_counts_too()
    {
        var build = new Build().Task<HandledByItsBase>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=HandledByItsBase"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "handled: failed on purpose" }));
        });
    }

    [Test]
    public void An_error_handler_that_throws_ends_the_build()
    {
        var build = new Build().Task<Rethrown>().Task<AfterRethrown>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=AfterRethrown"), Is.Not.Zero);
            Assert.That(build.Journal, Is.Empty);
        });
    }

    [Test]
    public void A_skipped_task_says_why_and_dependents_run_all_the_same()
    {
        var build = new Build().Task<Skipped>().Task<AfterSkipped>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=AfterSkipped"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "after skipped" }));
            Assert.That(build.Report, Is.EqualTo(new[] { "Skipped: Skipped", "AfterSkipped: Executed" }));
            Assert.That(build.SkippedBecause, Is.EqualTo(new[] { "not today" }));
        });
    }

    [Test]
    public void A_target_that_is_itself_skipped_is_an_error()
    {
        var build = new Build().Task<Skipped>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Skipped"), Is.Not.Zero);
            Assert.That(build.Errors, Has.One.Contains("Could not reach target 'Skipped'").And.One.Contains("not today"));
        });
    }

    [Test]
    public void A_task_on_another_context_is_left_out_with_a_warning()
    {
        var build = new Build().Task<First>().Task<OnAnotherContext>();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=First"), Is.Zero);
            Assert.That(build.Warnings, Has.One.Contains(typeof(AnotherContext).FullName));
        });
    }

    [Test]
    [Since7]
    public void The_exit_code_is_that_of_the_error_which_ended_the_build()
    {
        Assert.Multiple(() =>
        {
            Assert.That(new Build().Task<First>().With(host => host.UseSetup<SetupWithExitCode>()).Run("--target=First"), Is.EqualTo(1),
                "the engine wraps what a run throws, and the code of what it wraps is lost");
            Assert.That(new Build().Task<First>().With(host => host.UseContext<ContextWithExitCode>()).Run("--target=First"),
                Is.EqualTo(42),
                "what is thrown before the run is not wrapped");
            Assert.That(new Build().Task<First>().Run("--target=Nowhere"), Is.EqualTo(1));
        });
    }

    internal sealed class First : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add(nameof(First));
    }

    [IsDependentOn(typeof(First))]
    internal sealed class Last : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add(nameof(Last));
    }

    [IsDependeeOf(typeof(First))]
    internal sealed class BeforeFirst : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add(nameof(BeforeFirst));
    }

    [TaskName("Not-A-Class-Name")]
    internal sealed class Injected(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Add("injected");
    }

    [IsDependentOn(typeof(string))]
    internal sealed class DependentOnAString : FrostingTask;

    internal sealed class Slow : AsyncFrostingTask<Context>
    {
        public override async Task RunAsync(Context context)
        {
            context.Journal.Add("slow begins");
            await Task.Delay(30);
            context.Journal.Add("slow ends");
        }
    }

    [IsDependentOn(typeof(Slow))]
    internal sealed class AfterSlow : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add("after slow");
    }

    internal sealed class Failing : FrostingTask<Context>
    {
        public override void Run(Context context)
        {
            context.Journal.Add(nameof(Failing));
            throw new InvalidOperationException("failed on purpose");
        }

        public override void Finally(Context context) => context.Journal.Add("Failing: finally");
    }

    [IsDependentOn(typeof(Failing))]
    internal sealed class AfterFailing : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add(nameof(AfterFailing));
    }

    internal sealed class FailingLater : AsyncFrostingTask<Context>
    {
        public override async Task RunAsync(Context context)
        {
            await Task.Yield();
            throw new InvalidOperationException("failed on purpose");
        }
    }

    [ContinueOnError]
    internal sealed class Tolerated : FrostingTask<Context>
    {
        public override void Run(Context context) => throw new InvalidOperationException("failed on purpose");
    }

    [IsDependentOn(typeof(Tolerated))]
    internal sealed class AfterTolerated : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add("after tolerated");
    }

    internal abstract class HandlingBase : AsyncFrostingTask<Context>
    {
        public override Task RunAsync(Context context) => throw new InvalidOperationException("failed on purpose");

        public override void OnError(Exception exception, Context context) => context.Journal.Add($"handled: {exception.Message}");
    }

    internal sealed class HandledByItsBase : HandlingBase;

    internal sealed class Handled : FrostingTask<Context>
    {
        public override void Run(Context context) => throw new InvalidOperationException("failed on purpose");

        public override void OnError(Exception exception, Context context) => context.Journal.Add($"handled: {exception.Message}");
    }

    [IsDependentOn(typeof(Handled))]
    internal sealed class AfterHandled : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add("after handled");
    }

    internal sealed class Rethrown : FrostingTask<Context>
    {
        public override void Run(Context context) => throw new InvalidOperationException("failed on purpose");

        public override void OnError(Exception exception, Context context) => throw new InvalidOperationException("again", exception);
    }

    [IsDependentOn(typeof(Rethrown))]
    internal sealed class AfterRethrown : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add("after rethrown");
    }

    internal sealed class Skipped : FrostingTask<Context>, IFrostingTask
    {
        string IFrostingTask.SkippedMessage => "not today";

        public override bool ShouldRun(Context context) => false;

        public override void Run(Context context) => context.Journal.Add("never");
    }

    [IsDependentOn(typeof(Skipped))]
    internal sealed class AfterSkipped : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add("after skipped");
    }

    internal sealed class AnotherContext(ICakeContext context) : FrostingContext(context);

    internal sealed class OnAnotherContext : FrostingTask<AnotherContext>;

    internal abstract class AnotherContextBase : FrostingTask<AnotherContext>;

    internal sealed class OnAnotherContextByItsBase : AnotherContextBase;

    internal sealed class OfItsOwn : IFrostingTask
    {
        public Task RunAsync(ICakeContext context) => Task.CompletedTask;

        public bool ShouldRun(ICakeContext context) => true;

        public void OnError(Exception exception, ICakeContext context)
        {
        }

        public void Finally(ICakeContext context)
        {
        }
    }

    internal sealed class ContextWithExitCode : FrostingContext
    {
        public ContextWithExitCode(ICakeContext context)
            : base(context) => throw new CakeException(42, "no context");
    }

    internal sealed class SetupWithExitCode : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info) => throw new CakeException(42, "no setup");
    }
}
