package dev.kiln.gradbench.model;

/**
 * The shape of a hand at rest. A transform is affine: three rows of four numbers, {@code [12]}.
 *
 * @param parents {@code [bones]}, the parent of each bone, which comes before it; -1 for none
 * @param baseRelatives {@code [bones][12]}, the bones at rest relative to their parents
 * @param inverseBaseAbsolutes {@code [bones][12]}, from the hand at rest to each bone
 * @param basePositions {@code [vertices][4]}, homogeneous
 * @param weights {@code [vertices][bones]}, how much a vertex follows a bone
 * @param triangles {@code [triangles][3]}, the vertices of each triangle
 * @param isMirrored whether the first axis is turned around
 */
public record HandModel(
    int[] parents,
    double[][] baseRelatives,
    double[][] inverseBaseAbsolutes,
    double[][] basePositions,
    double[][] weights,
    int[][] triangles,
    boolean isMirrored) {}
