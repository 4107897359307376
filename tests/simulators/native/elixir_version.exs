# Reads lines "A<TAB>B" and writes -1, 0, 1, or "?" where Elixir's Version refuses a side.
IO.stream(:stdio, :line)
|> Enum.map(fn line ->
  [a, b] = line |> String.trim_trailing("\n") |> String.split("\t")

  with {:ok, left} <- Version.parse(a), {:ok, right} <- Version.parse(b) do
    case Version.compare(left, right) do
      :lt -> "-1"
      :eq -> "0"
      :gt -> "1"
    end
  else
    _ -> "?"
  end
end)
|> Enum.join("\n")
|> IO.puts()
