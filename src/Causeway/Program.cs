using Causeway.CommandLine;

return await Root.RunAsync(args).ConfigureAwait(false);
