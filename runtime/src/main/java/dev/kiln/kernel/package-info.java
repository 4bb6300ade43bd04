/** The numeric kernels: plain loops on arrays, each with a documented order of accumulation. */
package dev.kiln.kernel;
