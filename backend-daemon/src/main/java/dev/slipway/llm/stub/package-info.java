/// Owns a model provider that is none: a small HTTP server that speaks the providers' wire formats by script,
/// right or wrong as wanted, and measures when requests arrive. For tests and benchmarks. Uses nothing of
/// Slipway. Begin at {@link dev.slipway.llm.stub.ProviderStub}.
@NullMarked
package dev.slipway.llm.stub;

import org.jspecify.annotations.NullMarked;
