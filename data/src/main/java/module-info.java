/** Data sets from files: tables in CSV, folders of images. */
module dev.kiln.data {
  requires de.siegmar.fastcsv;
  requires java.desktop;
  requires transitive dev.kiln.nn;

  exports dev.kiln.data;
}
