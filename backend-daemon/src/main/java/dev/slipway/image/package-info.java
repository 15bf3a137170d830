/// Owns what sandboxes of a repository start from: its files at a commit, ready to use. Uses
/// `dev.slipway.snapshot`, `dev.slipway.sandbox` and `dev.slipway.model`; nothing above. Begin at {@link
/// dev.slipway.image.Images}.
@NullMarked
package dev.slipway.image;

import org.jspecify.annotations.NullMarked;
