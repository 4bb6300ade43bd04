/** Java text: how it is put together, laid out in lines and made a file. */
package dev.kiln.processor.emit.text;
