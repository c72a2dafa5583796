"""The store as others reach it: the public interface and the pages."""
