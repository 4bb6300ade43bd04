/** What a program needs that runs compiled models: the runtime, and nothing that shrinks badly. */
package dev.kiln.deployment;
