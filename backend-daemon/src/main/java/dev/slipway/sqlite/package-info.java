/// Owns how Slipway keeps things in SQLite files: connections that stay on platform threads, transactions,
/// migrations, and errors that speak. Uses `model` only. Begin at {@link dev.slipway.sqlite.Database}.
@NullMarked
package dev.slipway.sqlite;

import org.jspecify.annotations.NullMarked;
