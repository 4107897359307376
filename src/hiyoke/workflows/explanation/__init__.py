"""From a figure in a run back to the rows it rests on."""
