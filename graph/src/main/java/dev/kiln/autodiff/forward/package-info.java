/** Forward mode: tangents beside the values that vary. */
package dev.kiln.autodiff.forward;
