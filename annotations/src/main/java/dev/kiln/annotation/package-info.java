/** The annotations that users put on their models. */
package dev.kiln.annotation;
