"""From SBOMs or a whole population to findings, all anew or only what changed."""
