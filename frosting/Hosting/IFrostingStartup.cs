using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>Registers a build's services.</summary>
public interface IFrostingStartup
{
    void Configure(IServiceCollection services);
}
