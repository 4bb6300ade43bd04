/**
 * Which values have derivatives: in reverse mode those that vary and that a result depends on, in
 * forward mode those that vary; and the functions that have derivative rules of the user's.
 */
package dev.kiln.autodiff.activity;
