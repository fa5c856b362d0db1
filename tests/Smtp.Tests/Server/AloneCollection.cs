namespace Causeway.Smtp.Tests.Server;

/// <summary>Tests that measure what the whole process uses run while no other test does.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
