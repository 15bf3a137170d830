/// Owns the window's contents for one server: the list beside the place that is open, the pages made of several
/// features, and the state of the link. Uses every feature. Begin at {@link dev.slipway.workbench.WorkbenchView}.
@NullMarked
package dev.slipway.workbench;

import org.jspecify.annotations.NullMarked;
