/// Tests of the agent's loop, against a model provider that plays by script, and in real sandboxes.
@NullMarked
package dev.slipway.agent;

import org.jspecify.annotations.NullMarked;
