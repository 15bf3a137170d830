/// The rules of the house as tests: who may use whom, who may write what, and how things are named.
///
/// They hold for the daemon and the shared model. An exception is made here, where it is seen. Begin at [PackageOrder].
@NullMarked
package dev.slipway.architecture;

import org.jspecify.annotations.NullMarked;
