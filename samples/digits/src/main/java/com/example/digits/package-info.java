/** A program that classifies images of digits with a compiled model, as it is deployed. */
package com.example.digits;
