/** An application that shows the three ways to run a model. */
package dev.kiln.example;
