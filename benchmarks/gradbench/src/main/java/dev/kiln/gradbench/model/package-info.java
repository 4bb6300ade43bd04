/** The objectives of the suite as Kiln models: plain Java with loops, arrays and helper methods. */
package dev.kiln.gradbench.model;
