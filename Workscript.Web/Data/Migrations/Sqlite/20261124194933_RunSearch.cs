using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workscript.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RunSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "RunLabels",
                columns: table => new
                {
                    RunId = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Name = table.Column<string>(type: "TEXT", unicode: false, maxLength: 50, nullable: false),
                    Value = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunLabels", x => new { x.RunId, x.Name });
                    table.ForeignKey(
                        name: "FK_RunLabels_Runs_RunId",
                        column: x => x.RunId,
                        principalTable: "Runs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RunTexts",
                columns: table => new
                {
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    RunId = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Words = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunTexts", x => x.Number);
                    table.ForeignKey(
                        name: "FK_RunTexts_Runs_RunId",
                        column: x => x.RunId,
                        principalTable: "Runs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SavedViews",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Owner = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Query = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    IsShared = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SavedViews", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UnindexedRuns",
                columns: table => new
                {
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    RunId = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UnindexedRuns", x => x.Number);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Runs_Trigger_Id",
                table: "Runs",
                columns: new[] { "Trigger", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_RunLabels_Name_Value_RunId",
                table: "RunLabels",
                columns: new[] { "Name", "Value", "RunId" });

            migrationBuilder.CreateIndex(
                name: "IX_RunTexts_RunId",
                table: "RunTexts",
                column: "RunId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_Owner",
                table: "SavedViews",
                column: "Owner");

            migrationBuilder.Sql("""
                CREATE VIRTUAL TABLE RunTextIndex USING fts5(Words, content='RunTexts', content_rowid='Number', tokenize='ascii', detail='none', columnsize=0);
                CREATE TRIGGER RunTexts_Inserted AFTER INSERT ON RunTexts BEGIN
                  INSERT INTO RunTextIndex (rowid, Words) VALUES (new.Number, new.Words);
                END;
                CREATE TRIGGER RunTexts_Deleted AFTER DELETE ON RunTexts BEGIN
                  INSERT INTO RunTextIndex (RunTextIndex, rowid, Words) VALUES ('delete', old.Number, old.Words);
                END;
                INSERT INTO UnindexedRuns (RunId) SELECT Id FROM Runs WHERE FinishedAt IS NOT NULL ORDER BY Id DESC;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER RunTexts_Inserted; DROP TRIGGER RunTexts_Deleted; DROP TABLE RunTextIndex;");

            migrationBuilder.DropTable(
                name: "RunLabels");

            migrationBuilder.DropTable(
                name: "RunTexts");

            migrationBuilder.DropTable(
                name: "SavedViews");

            migrationBuilder.DropTable(
                name: "UnindexedRuns");

            migrationBuilder.DropIndex(
                name: "IX_Runs_Trigger_Id",
                table: "Runs");
        }
    }
}
