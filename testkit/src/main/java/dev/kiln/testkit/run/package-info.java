/**
 * What the assertions are made of: compiling in memory, calling models in every way, and noting
 * what calls do. Not exported.
 */
package dev.kiln.testkit.run;
