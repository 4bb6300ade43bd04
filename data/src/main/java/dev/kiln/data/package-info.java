/**
 * Data sets from files. {@link dev.kiln.data.CsvTable} reads tables through FastCSV, {@link
 * dev.kiln.data.ImageFolder} reads images through the JDK's ImageIO. Both give tensors that {@link
 * dev.kiln.train.Dataset} splits, shuffles and divides into batches.
 */
package dev.kiln.data;
