/** When the memory of tensors is free for others. */
package dev.kiln.pass.memory;
