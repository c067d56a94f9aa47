/** Reads staging folders: what an app consists of, without running any of it. */
package dev.quayside.local.functions.staging;
