/// Tests of the tools, in real sandboxes.
@NullMarked
package dev.slipway.tool;

import org.jspecify.annotations.NullMarked;
