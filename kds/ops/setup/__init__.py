"""What a new house is asked, and how it may answer: tables in a line, a menu as it lies on somebody's desk."""
