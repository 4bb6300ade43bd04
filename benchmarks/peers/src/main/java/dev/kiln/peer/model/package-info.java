/** What is measured, as models of Kiln. */
package dev.kiln.peer.model;
