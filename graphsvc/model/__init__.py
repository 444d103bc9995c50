"""What a statement is: values without behaviour towards stores, files or pages. Standard library only."""
