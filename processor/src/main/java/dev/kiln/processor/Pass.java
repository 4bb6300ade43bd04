package dev.kiln.processor;

import dev.kiln.graph.Graph;
import java.util.function.UnaryOperator;

/**
 * A pass.
 *
 * @param name as options, dumps and errors have it
 * @param isNeeded whether code cannot be generated without it
 */
record Pass(String name, boolean isNeeded, UnaryOperator<Graph> transform) {}
