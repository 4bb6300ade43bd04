/** What is said of code: problems, warnings, and the places that they name. */
package dev.kiln.processor.frontend.report;
