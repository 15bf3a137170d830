/// Owns what sandboxes of a repository start from: images that are built again and again, and bare checkouts until
/// there is one. Uses `dev.slipway.snapshot`, `dev.slipway.sandbox`, `dev.slipway.git`, `dev.slipway.sqlite` and
/// `dev.slipway.model`; nothing above. Begin at {@link dev.slipway.image.Images}.
@NullMarked
package dev.slipway.image;

import org.jspecify.annotations.NullMarked;
