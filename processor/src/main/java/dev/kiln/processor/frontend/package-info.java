/**
 * The front end: trees of method bodies to graphs.
 *
 * <p>It uses the exported tree API only, and never asks javac for elements or types inside a body:
 * names are resolved here, from scopes, imports and type elements. {@link
 * dev.kiln.processor.frontend.MethodLowering} lowers one compute method with all it calls; a {@link
 * dev.kiln.processor.frontend.FunctionLowering} lowers one body, with a helper class per topic.
 */
package dev.kiln.processor.frontend;
