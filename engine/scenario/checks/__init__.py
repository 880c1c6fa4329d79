"""What a scenario means, checked: one file a question, each a function from the facts to problems."""
