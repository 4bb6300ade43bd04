package dev.kiln.pass.analysis.loop;

import dev.kiln.type.SourcePosition;

/**
 * Why a transformation leaves something as it is.
 *
 * @param reason in the user's words
 * @param position what stands in the way
 */
public record Obstacle(String reason, SourcePosition position) {}
