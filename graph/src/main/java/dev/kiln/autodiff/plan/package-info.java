/** How the backward sweep gets each value of the forward sweep that it uses: the residual plan. */
package dev.kiln.autodiff.plan;
