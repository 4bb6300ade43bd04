package dev.kiln.processor.emit.nest;

/**
 * Where a loop finds the elements of an iteration, as Java expressions.
 *
 * @param whole in operands and results
 * @param block in blocks
 * @param row in operands that all rows share
 */
record NestPlaces(String whole, String block, String row) {}
