/**
 * The Azure Functions host for one machine. It loads the staging folders that azure-functions-maven-plugin writes, the
 * very packages that are deployed, and behaves as the real host and its Java worker do.
 *
 * <p>{@link dev.quayside.local.functions.FunctionsHost} is the way in. Below it, in the order in which a function meets
 * them:
 *
 * <ul>
 *   <li>{@code staging} reads folders: host.json, function.json, settings, class loaders, and collects what is wrong;
 *   <li>{@code routing} compiles ASP.NET route templates and matches paths;
 *   <li>{@code invoking} finds methods, binds arguments, runs invocations;
 *   <li>{@code triggers} turns HTTP requests, the clock and Service Bus messages into invocations.
 * </ul>
 */
package dev.quayside.local.functions;
