using ChatOpsBot.Probe;

try
{
    await using var app = ProbeHost.Build(args);
    await app.RunAsync();
    return 0;
}
catch (StartException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or System.Net.Sockets.SocketException)
{
    await Console.Error.WriteLineAsync($"{exception.Message} Set Urls to a free address, for example --Urls=http://127.0.0.1:5091");
    return 1;
}
