/** What a derivative saves, recovers and computes again, as data. */
package dev.kiln.autodiff.report;
