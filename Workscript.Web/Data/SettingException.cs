namespace Workscript.Web.Data;

/// <summary>A setting that cannot be meant. The message names it and is shown to whoever started the program.</summary>
public sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);
