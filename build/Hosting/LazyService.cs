using Microsoft.Extensions.DependencyInjection;

namespace VmTest.Hosting;

/// <summary>A service that is made when it is first used: Cake makes every task at its start, also of targets that do not run.</summary>
internal sealed class LazyService<T>(IServiceProvider services) : Lazy<T>(services.GetRequiredService<T>)
    where T : notnull;
