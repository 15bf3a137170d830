/// Owns what the operating system offers a desktop application: where its files belong, that it runs once, that it
/// opens
/// `slipway://` links. The only package that knows Gluon Attach. Begin at {@link dev.slipway.platform.Places}.
@NullMarked
package dev.slipway.platform;

import org.jspecify.annotations.NullMarked;
