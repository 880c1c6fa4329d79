"""The policies, one file each; the list of them is one floor up."""
