/** All forms of derivatives, rules of users, and derivatives inside models. */
package dev.kiln.agreement.derivative;
