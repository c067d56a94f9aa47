/** Route templates as ASP.NET understands them. */
package dev.quayside.local.functions.routing;
