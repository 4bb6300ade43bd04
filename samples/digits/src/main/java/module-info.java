/** A classifier that needs nothing of Kiln but its runtime. */
module com.example.digits {
  requires dev.kiln.runtime;
}
