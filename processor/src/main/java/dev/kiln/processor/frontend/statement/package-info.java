/** Where statements are lowered: each method says how the block ends, or that control goes on. */
package dev.kiln.processor.frontend.statement;
