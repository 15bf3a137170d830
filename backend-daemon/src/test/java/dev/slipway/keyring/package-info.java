/// Tests of `keyring`.
@NullMarked
package dev.slipway.keyring;

import org.jspecify.annotations.NullMarked;
